declare module 'petrovich' {
  interface Person {
    gender?: 'male' | 'female' | 'androgynous';
    last?: string;
    first?: string;
    middle?: string;
  }
  type Case = 'nominative' | 'genitive' | 'dative' | 'accusative' | 'instrumental' | 'prepositional';

  /** Returns a declined copy; throws without a gender and a patronymic to tell it from. */
  function petrovich(person: Person, gcase: Case): Person;
  export default petrovich;
}
