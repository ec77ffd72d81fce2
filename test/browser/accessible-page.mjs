/**
 * What a screen reader needs first, as a list of what is missing; empty when the page has it all.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<string[]>}
 */
export function barriersOf(page) {
  return page.evaluate(() => {
    const { document } = globalThis;
    const seen = (element) => element.checkVisibility();
    const all = (selector) => [...document.querySelectorAll(selector)].filter(seen);
    const told = (element) =>
      [element.getAttribute('aria-label'), element.getAttribute('title'), element.textContent, element.alt]
        .concat([...(element.labels ?? [])].map((label) => label.textContent))
        .concat(element.getAttribute('aria-labelledby') ?? '', element.getAttribute('placeholder') ?? '')
        .some((text) => (text ?? '').trim() !== '') ||
      element.querySelector('img[alt]:not([alt=""]), svg title') !== null;
    const levels = all('h1, h2, h3, h4, h5, h6').map(({ tagName }) => Number(tagName[1]));
    const pointers = all('label[for], [aria-labelledby], [aria-describedby]');
    const lost = (element) =>
      [element.htmlFor, element.getAttribute('aria-labelledby'), element.getAttribute('aria-describedby')]
        .flatMap((ids) => (ids ?? '').split(' '))
        .filter((id) => id !== '' && document.getElementById(id) === null);
    return [
      document.documentElement.lang === '' && 'html has no lang',
      document.title.trim() === '' && 'the page has no title',
      levels.length === 0 && 'the page has no heading',
      levels.length > 0 && levels[0] > 2 && `the first heading is of level ${levels[0]}`,
      ...all('a[href], button, input:not([type=hidden]), select, textarea, img')
        .filter((element) => !told(element) && element.getAttribute('alt') !== '')
        .map((element) => `nameless: ${element.outerHTML.slice(0, 120)}`),
      ...pointers.flatMap(lost).map((id) => `a label points to nothing: ${id}`),
    ].filter(Boolean);
  });
}
