import { mailLanguage } from './mail-language.ts';

test('a person is written to in the own language, else in the first of the branch that there is, else in Russian', () => {
  expect(mailLanguage(['ru'], 'en')).toBe('en');
  expect(mailLanguage(['en'], null, 'ru')).toBe('ru');
  expect(mailLanguage(['en-GB', 'ru'], null)).toBe('en');
  expect(mailLanguage(['ru', 'en'])).toBe('ru');
  expect(mailLanguage(['tt', 'en'])).toBe('en');
  expect(mailLanguage(['tt', 'ba'])).toBe('ru');
});
