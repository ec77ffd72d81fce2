import { Module } from '@nestjs/common';
import { AddressBouncesRepository } from './address-bounces.repository.ts';
import { AddressBounces } from './address-bounces.service.ts';
import { SenderAddresses } from './sender-addresses.service.ts';

/** Apart from the directory's doors, so that whoever hands mail over or takes it in need not mount them. */
@Module({
  providers: [AddressBounces, SenderAddresses, AddressBouncesRepository],
  exports: [AddressBounces, SenderAddresses],
})
export class AddressBouncesModule {}
