/** A file is not what it should be. Only the name of the problem and its figures leave the thread, never what was read. */
export class TableFault extends Error {
  constructor(problem, parameters = {}) {
    super(problem);
    this.problem = problem;
    this.parameters = parameters;
  }
}
