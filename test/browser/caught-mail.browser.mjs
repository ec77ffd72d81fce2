import { createTransport } from 'nodemailer';
import { expect } from '../check/counted-facts.mjs';
import { barriersOf } from './accessible-page.mjs';

const SUBJECT = 'Отзыв согласия — ученица 3 «Б» класса';
const BODY = 'Уважаемая Ольга Ивановна!\nПрошу подтвердить уничтожение данных: «Моя школа», Сферум, ёлка №5.';

/** The page of the built-in catcher lists a mail, opens it, keeps its Russian intact and runs nothing of it. */
export async function checkCaughtMail(page, address, catcherPort) {
  const transport = createTransport({ host: '127.0.0.1', port: catcherPort, secure: false, ignoreTLS: true });
  await transport.sendMail({
    from: 'Координатор <coordinator@otzyv.test>',
    to: 'school@example.test',
    subject: SUBJECT,
    text: BODY,
    html: `<p>${BODY}</p><script>document.title = 'taken over'</script><img src="https://tracker.test/pixel.png">`,
  });
  transport.close();

  await page.goto(`${address}/mail`, { waitUntil: 'networkidle' });
  const row = page.locator('tr', { hasText: 'school@example.test' });
  expect('mail: the list names the receiver', (await row.count()) === 1, await page.locator('body').innerText());
  const listBarriers = await barriersOf(page);
  expect('mail: the list has lang, title, headings and names', listBarriers.length === 0, listBarriers.join('\n'));
  const viewport = await page.locator('meta[name=viewport]').count();
  expect('mail: it fits small screens', viewport === 1, 'no viewport is declared');
  await row.getByRole('link').click();
  await page.waitForURL('**/mail/*');
  expect('mail: its subject is the heading', (await page.locator('h1').innerText()) === SUBJECT);
  expect('mail: ... and the title', (await page.title()) === SUBJECT, await page.title());
  const text = await page.locator('body').innerText();
  expect('mail: it opens with its Russian text', text.includes('ёлка №5') && text.includes('«Моя школа»'), text);
  expect(
    'mail: it names sender and receiver',
    text.includes('coordinator@otzyv.test') && text.includes('school@example.test'),
    text,
  );
  const barriers = await barriersOf(page);
  expect('mail: the mail has lang, title, headings and names', barriers.length === 0, barriers.join('\n'));
}
