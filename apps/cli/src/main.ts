import { newId } from '#kernel';
console.log(newId());
