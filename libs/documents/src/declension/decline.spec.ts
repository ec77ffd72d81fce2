import { decline } from './decline.ts';
import { genderFromPatronymic } from './detect-gender.ts';
import { initials } from './initials.ts';

const parts = (text: string) => {
  const [surname = '', givenName = '', ...rest] = text.split(' ');
  return { surname, givenName, patronymic: rest.join(' ') || null };
};

test.each([
  ['Иванова Мария Петровна', 'female', 'Ивановой Марии Петровны', 'Ивановой Марии Петровне'],
  ['Чайковский Пётр Ильич', 'male', 'Чайковского Петра Ильича', 'Чайковскому Петру Ильичу'],
  ['Шевченко Лев Львович', 'male', 'Шевченко Льва Львовича', 'Шевченко Льву Львовичу'],
  ['Ким Анна Сергеевна', 'female', 'Ким Анны Сергеевны', 'Ким Анне Сергеевне'],
  ['Ким Павел Сергеевич', 'male', 'Кима Павла Сергеевича', 'Киму Павлу Сергеевичу'],
  ['Черных Илья Никитич', 'male', 'Черных Ильи Никитича', 'Черных Илье Никитичу'],
  [
    'Петрова-Водкина Анна-Мария Ильинична',
    'female',
    'Петровой-Водкиной Анны-Марии Ильиничны',
    'Петровой-Водкиной Анне-Марии Ильиничне',
  ],
  ['Алиев Рашид Мамед оглы', 'male', 'Алиева Рашида Мамед оглы', 'Алиеву Рашиду Мамед оглы'],
  ['Алиева Лейла Мамед кызы', 'female', 'Алиевой Лейлы Мамед кызы', 'Алиевой Лейле Мамед кызы'],
])('%s is declined with confidence', (name, gender, genitive, dative) => {
  expect(decline(parts(name))).toMatchObject({
    nominative: name,
    gender,
    genitive,
    dative,
    confident: true,
    disagreements: [],
    doubts: [],
  });
});

test('a disagreement of the libraries is shown and takes the confidence', () => {
  const declined = decline(parts('Шевченко Любовь Игоревна'));
  expect(declined).toMatchObject({ genitive: 'Шевченко Любови Игоревны', confident: false });
  expect(declined.disagreements).toEqual([
    { part: 'givenName', case: 'genitive', petrovich: 'Любови', lvovich: 'Любовь' },
    { part: 'givenName', case: 'dative', petrovich: 'Любови', lvovich: 'Любовь' },
  ]);
});

test.each([
  ['Мгеладзе Нино Георгиевна', 'rare-given-name-ending'],
  ['Толстая Нинель Савельевна', 'soft-sign-given-name'],
  ['Заяц Игорь Кузьмич', 'fleeting-vowel'],
  ['Соловей Иван Иванович', 'fleeting-vowel'],
  ['Smith Мария Ивановна', 'not-plain-cyrillic'],
  ['ИВАНОВА МАРИЯ ПЕТРОВНА', 'not-plain-cyrillic'],
  ['Иванова Мария', 'gender-guessed'],
])('%s needs a person: %s', (name, doubt) => {
  const declined = decline(parts(name));
  expect(declined.confident).toBe(false);
  expect(declined.doubts).toContain(doubt);
});

test('Нино is a woman by her patronymic, and a stated gender beats the patronymic', () => {
  expect(decline(parts('Мгеладзе Нино Георгиевна')).gender).toBe('female');
  const stated = decline({ ...parts('Ким Анна Сергеевич'), gender: 'female' });
  expect(stated).toMatchObject({ gender: 'female', confident: false, doubts: ['gender-contradicts-patronymic'] });
});

test('confirmed forms win; confirming both settles every doubt', () => {
  const name = parts('Заяц Игорь Кузьмич');
  const one = decline(name, { dative: 'Зайцу Игорю Кузьмичу' });
  expect(one).toMatchObject({ dative: 'Зайцу Игорю Кузьмичу', genitive: 'Заяца Игоря Кузьмича', confident: false });
  const both = decline(name, { dative: 'Зайцу Игорю Кузьмичу', genitive: 'Зайца Игоря Кузьмича' });
  expect(both).toMatchObject({ genitive: 'Зайца Игоря Кузьмича', confident: true, disagreements: [], doubts: [] });
});

test('without any sign of gender the caller is asked for it', () => {
  expect(() => decline(parts('Ким Саша'))).toThrow(expect.objectContaining({ code: 'documents.gender-unknown' }));
});

test.each([
  ['Ильич', 'male'],
  ['Ильинична', 'female'],
  ['Мамед оглы', 'male'],
  ['Мамед-кызы', 'female'],
  ['', null],
  [null, null],
  ['Джон', null],
])('the patronymic %j tells %j', (patronymic, gender) => {
  expect(genderFromPatronymic(patronymic)).toBe(gender);
});

test.each([
  ['Иванова Мария Петровна', 'Иванова М. П.'],
  ['Сидорова Анна-Мария Ивановна', 'Сидорова А.-М. И.'],
  ['Ким Анна', 'Ким А.'],
])('initials of %s: %s', (name, short) => {
  expect(initials(parts(name))).toBe(short);
});
