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
  expect('mail: the list names the mail', (await page.locator('body').innerText()).includes(SUBJECT));
  const listBarriers = await barriersOf(page);
  expect('mail: the list has lang, title, headings and names', listBarriers.length === 0, listBarriers.join('\n'));
  const viewport = await page.locator('meta[name=viewport]').count();
  expect('mail: it fits small screens', viewport === 1, 'no viewport is declared');
  await page.getByText(SUBJECT).first().click();
  await page.waitForLoadState('networkidle');
  const text = await page.locator('body').innerText();
  expect('mail: it opens with its Russian text', text.includes('ёлка №5') && text.includes('«Моя школа»'), text);
  expect(
    'mail: it names sender and receiver',
    text.includes('coordinator@otzyv.test') && text.includes('school@example.test'),
    text,
  );
  expect('mail: nothing in it runs', !(await page.title()).includes('taken over'));
  const barriers = await barriersOf(page);
  expect('mail: the mail has lang, title, headings and names', barriers.length === 0, barriers.join('\n'));
}
