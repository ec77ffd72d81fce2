const SURNAMES = ['Иванов', 'Петров', 'Смирнов', 'Кузнецов', 'Попов', 'Васильев', 'Соколов', 'Михайлов', 'Новиков'];
const ENDINGS = ['', 'ский', 'енко', 'ян', 'ич', 'чук'];
const GIVEN = ['Анна', 'Мария', 'Елена', 'Ольга', 'Наталья', 'Ирина', 'Светлана', 'Татьяна'];
const BOYS = ['Илья', 'Пётр', 'Лев', 'Марк', 'Иван', 'Егор', 'Матвей', 'Артём'];
const FATHERS = ['Иванович', 'Петрович', 'Сергеевич', 'Андреевич', 'Олегович', 'Игоревич'];

/** Letters for digits, so that no two invented names are alike. */
function lettered(index: number): string {
  return String(index).replace(/\d/g, (digit) => 'абвгдежзик'.charAt(Number(digit)));
}

/** Invented families as a form might have collected them: semicolons, every row another family, from a number on. */
export function familiesFile(rows: number, from = 0): Buffer {
  const lines = ['ФИО представителя;Телефон;E-mail;Почтовый адрес;ФИО ребёнка;Дата рождения;Класс;Пол ребёнка'];
  for (let index = from; index < from + rows; index += 1) {
    const pick = (list: readonly string[], step = 1) => list[Math.floor(index / step) % list.length] ?? '';
    const surname = `${pick(SURNAMES)}${pick(ENDINGS, 7)}${lettered(index)}`;
    const father = pick(FATHERS, 3);
    const mother = `${surname} ${pick(GIVEN, 5)} ${father.replace(/ич$/, 'на')}`;
    const phone = `+7 9${String(index)
      .padStart(9, '0')
      .replace(/(\d{2})(\d{3})(\d{2})(\d{2})/, '$1 $2-$3-$4')}`;
    const day = `${String(1 + (index % 28)).padStart(2, '0')}.${String(1 + (index % 12)).padStart(2, '0')}.${2010 + (index % 8)}`;
    lines.push(
      [
        mother,
        phone,
        `parent${index}@families.test`,
        `420000, г. Казань, ул. Примерная, д. ${index % 300}, кв. ${index}`,
        `${surname} ${pick(BOYS, 2)} ${pick(FATHERS, 11)}`,
        day,
        `${1 + (index % 11)}${'АБВГ'.charAt(index % 4)}`,
        'м',
      ].join(';'),
    );
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n`);
}

/** Invented institutions in the columns of the register of licences. */
export function schoolsFile(rows: number): Buffer {
  const lines = [
    'Полное наименование организации;Сокращенное наименование организации;ОГРН;ИНН;КПП;Адрес места нахождения организации;Субъект РФ',
  ];
  for (let index = 0; index < rows; index += 1) {
    const ogrn = String(102_160_000_000 + index);
    const inn = String(165_000_000 + index);
    lines.push(
      [
        `Муниципальное бюджетное общеобразовательное учреждение «Средняя школа № ${index + 1}»`,
        `МБОУ «СОШ № ${index + 1}»`,
        `${ogrn}${(Number(ogrn) % 11) % 10}`,
        `${inn}${innDigit(inn)}`,
        '165001001',
        `420000, г. Казань, ул. Учебная, д. ${index + 1}`,
        'Республика Татарстан (Татарстан)',
      ].join(';'),
    );
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n`);
}

function innDigit(nine: string): number {
  const weights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
  return (weights.reduce((sum, weight, index) => sum + weight * Number(nine.charAt(index)), 0) % 11) % 10;
}
