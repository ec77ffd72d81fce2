// Runs in the browser, written into the page itself. The token stays behind the # and leaves in bodies only.
const { document, location } = globalThis;
// A link opened in the tab that shows this page already changes nothing but the part behind the #.
globalThis.addEventListener('hashchange', () => location.reload());
const language = document.documentElement.lang;
const token = location.hash.slice(1);
const step = (name) => document.getElementById(name);
const state = { person: null, tokens: null, challenge: null, needsSecondFactor: false, preview: null };

class Refusal extends Error {
  constructor(problem, status) {
    super(problem.code ?? 'unknown');
    this.problem = problem;
    this.status = status;
  }
}

async function call(method, path, body) {
  const headers = { 'accept-language': language, ...(body && { 'content-type': 'application/json' }) };
  if (state.tokens) headers.authorization = `Bearer ${state.tokens.accessToken}`;
  const answer = await fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  const parsed = text === '' ? {} : JSON.parse(text);
  if (!answer.ok) throw new Refusal(parsed, answer.status);
  return parsed;
}

function show(name) {
  for (const section of document.querySelectorAll('main > section')) section.hidden = section.id !== name;
  for (const part of step(name).querySelectorAll('[data-fact]')) {
    part.textContent = state.preview?.[part.dataset.fact] ?? '';
  }
  (step(name).querySelector('input') ?? step(name).querySelector('h2')).focus();
}

function clear(form) {
  for (const old of form.querySelectorAll('.fault')) old.remove();
  for (const input of form.querySelectorAll('input')) {
    input.removeAttribute('aria-invalid');
    if (input.dataset.describedby) input.setAttribute('aria-describedby', input.dataset.describedby);
    else input.removeAttribute('aria-describedby');
  }
  form.querySelector('[role=alert]').textContent = '';
}

/** Beside the field that the problem points to, else above the button; the first faulty field gets the focus. */
function explain(form, error) {
  if (error.status === 410) return show('gone');
  const problem = error.problem ?? {};
  const general = [];
  for (const { pointer, message } of problem.errors ?? []) {
    const input = form.elements[String(pointer).slice(1)];
    if (!input) general.push(message);
    else mark(input, message);
  }
  if (general.length === 0 && !form.querySelector('.fault')) {
    general.push(problem.detail ?? problem.title ?? form.closest('main').dataset.broken);
  }
  form.querySelector('[role=alert]').textContent = general.join(' ');
  (form.querySelector('[aria-invalid=true]') ?? form.querySelector('input'))?.focus();
}

function mark(input, message) {
  const fault = document.createElement('p');
  fault.className = 'fault';
  fault.id = `${input.id}-fault`;
  fault.textContent = message;
  input.after(fault);
  input.setAttribute('aria-invalid', 'true');
  input.setAttribute('aria-describedby', `${fault.id} ${input.dataset.describedby ?? ''}`.trim());
}

function onSubmit(name, work) {
  const form = step(name).querySelector('form');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button');
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    clear(form);
    try {
      await work(
        Object.fromEntries([...form.elements].filter(({ name: key }) => key).map((one) => [one.name, one.value])),
      );
    } catch (error) {
      explain(form, error);
    }
    button.removeAttribute('aria-disabled');
  });
}

async function signIn(email, password) {
  const answer = await call('POST', '/v1/auth/login', { email, password });
  if (answer.challenge === undefined) state.tokens = answer;
  else state.challenge = answer.challenge;
}

/** Signed in: accept if that is still to do, then the second factor if the role asks for one. */
async function goOn() {
  if (state.preview.needsSignIn) await call('POST', '/v1/me/invitations', { token });
  const { enrolled } = await call('GET', '/v1/me/second-factor');
  if (enrolled || !state.preview.needsSecondFactor) return finish();
  const { secret, uri, qr } = await call('POST', '/v1/me/second-factor');
  step('secret').textContent = secret.match(/.{1,4}/g).join(' ');
  step('secret-link').href = uri;
  const svg = step('qr');
  svg.setAttribute('viewBox', `-2 -2 ${qr.side + 4} ${qr.side + 4}`);
  svg.querySelector('path').setAttribute('d', qr.path);
  show('enrol');
}

/** The page keeps nobody signed in: whoever uses this computer next must not be in. */
async function finish() {
  const { refreshToken } = state.tokens;
  show('done');
  state.tokens = null;
  await call('POST', '/v1/auth/logout', { refreshToken });
}

const flows = {
  async invitation() {
    state.preview = await call('POST', '/v1/invitations/preview', { token });
    onSubmit('accept-new', async ({ name, password }) => {
      await call('POST', '/v1/invitations/acceptance', { token, name, password });
      await signIn(state.preview.email, password);
      await goOn();
    });
    onSubmit('accept-known', async ({ password }) => {
      await signIn(state.preview.email, password);
      if (state.challenge) show('code');
      else await goOn();
    });
    onSubmit('code', async ({ code }) => {
      state.tokens = await call('POST', '/v1/auth/second-factor', { challenge: state.challenge, code: code.trim() });
      await goOn();
    });
    onSubmit('enrol', async ({ code }) => {
      const { recoveryCodes } = await call('POST', '/v1/me/second-factor/confirmation', { code: code.trim() });
      step('codes').replaceChildren(
        ...recoveryCodes.map((one) => {
          const item = document.createElement('li');
          item.append(Object.assign(document.createElement('code'), { textContent: one }));
          return item;
        }),
      );
      show('recovery');
    });
    onSubmit('recovery', finish);
    show(state.preview.needsSignIn ? 'accept-known' : 'accept-new');
  },
  async 'password-reset'() {
    onSubmit('ask', async ({ email }) => {
      await call('POST', '/v1/auth/password-reset-requests', { email: email.trim(), language });
      show('asked');
    });
    onSubmit('new-password', async ({ password }) => {
      await call('POST', '/v1/auth/password-resets', { token, password });
      show('done');
    });
    show(token === '' ? 'ask' : 'new-password');
  },
};

try {
  await flows[document.body.dataset.flow]();
} catch (error) {
  if (error instanceof Refusal && [404, 410, 422].includes(error.status)) show('gone');
  else {
    step('broken').querySelector('p').textContent =
      error.problem?.detail ?? document.querySelector('main').dataset.broken;
    show('broken');
  }
}
