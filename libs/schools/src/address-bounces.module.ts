import { Module } from '@nestjs/common';
import { AddressBouncesRepository } from './address-bounces.repository.ts';
import { AddressBounces } from './address-bounces.service.ts';

/** Apart from the directory's doors, so that whoever hands mail over need not mount them. */
@Module({ providers: [AddressBounces, AddressBouncesRepository], exports: [AddressBounces] })
export class AddressBouncesModule {}
