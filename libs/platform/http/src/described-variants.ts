import type { ZodDto } from 'nestjs-zod/dto';
import type { z } from 'zod';

interface Property {
  readonly type?: string | readonly string[];
}

interface Described {
  _OPENAPI_METADATA_FACTORY: (this: unknown) => Readonly<Record<string, Property>>;
}

/**
 * For the API document only. A list of types such as `["string", "null"]` means "one of these" in JSON Schema, and
 * @nestjs/swagger takes it for an array; written as `anyOf` it is left alone.
 */
export function withVariants<S extends z.ZodType>(made: ZodDto<S, false>): ZodDto<S, false> {
  describeVariants(made);
  const output = Object.getOwnPropertyDescriptor(made, 'Output');
  if (output?.get === undefined) throw new Error('nestjs-zod makes no class for answers any more.');
  Object.defineProperty(made, 'Output', {
    get(this: unknown) {
      const answer: unknown = output.get?.call(this);
      describeVariants(answer);
      return answer;
    },
  });
  return made;
}

function describeVariants(made: unknown): void {
  const described = made as Described;
  const plain = described._OPENAPI_METADATA_FACTORY;
  described._OPENAPI_METADATA_FACTORY = function (this: unknown) {
    const properties = Object.entries(plain.call(this));
    return Object.fromEntries(properties.map(([name, property]) => [name, variantsOf(property)]));
  };
}

function variantsOf(property: Property): Property {
  if (property.type === undefined || typeof property.type === 'string') return property;
  return { ...property, type: '', anyOf: property.type.map((type) => ({ type })) } as Property;
}
