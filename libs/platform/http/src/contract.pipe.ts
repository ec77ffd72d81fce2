import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { isZodDto } from 'nestjs-zod/dto';
import { z } from 'zod';
import { kernelProblems, Problem } from '#kernel';
import { fieldErrors } from './field-errors.ts';
import { hygieneErrors } from './text-hygiene.ts';

/** Lets bodies and queries in only through the contract that types them; answers `validation` with a pointer each. */
@Injectable()
export class ContractPipe implements PipeTransform {
  transform(value: unknown, { type, metatype, data }: ArgumentMetadata): unknown {
    if (type !== 'body' && type !== 'query') return value;
    if (!isZodDto(metatype) || data !== undefined) {
      throw new Error(`@${type === 'body' ? 'Body' : 'Query'}() must be whole and typed with a dto(...) class.`);
    }
    const unfit = hygieneErrors(value, type);
    if (unfit.length > 0) throw new Problem(kernelProblems.validation, { errors: unfit });
    const schema = metatype.schema as z.ZodType;
    const parsed = schema.safeParse(value ?? (type === 'query' ? {} : undefined));
    if (parsed.success) return parsed.data;
    throw new Problem(kernelProblems.validation, { errors: fieldErrors(schema, value, type) });
  }
}
