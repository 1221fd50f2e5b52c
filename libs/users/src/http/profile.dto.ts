import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsText } from '@janus/http';
import { IsOptional } from 'class-validator';
import type { Profile } from '../user.js';

/** A profile field: absent leaves it, null clears it. */
function ProfileText(description: string, example: string): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({ type: 'string', nullable: true, minLength: 1, maxLength: 100, description, example }),
    IsOptional(),
    IsText({ min: 1, max: 100 }),
  );
}

/** The fields that users edit themselves. */
export class ProfileDto {
  @ProfileText('How the user wants to be called.', 'Ada')
  displayName?: string | null;

  @ProfileText('First name.', 'Ada')
  firstName?: string | null;

  @ProfileText('Last name.', 'Lovelace')
  lastName?: string | null;

  @ProfileText('Language and region, as BCP 47 writes them.', 'en-GB')
  locale?: string | null;
}

/** The fields that the request has, in NFC; absent ones are absent. */
export function givenProfile(dto: ProfileDto): Partial<Profile> {
  const { displayName, firstName, lastName, locale } = dto;
  const given = Object.entries({ displayName, firstName, lastName, locale }).filter(([, text]) => text !== undefined);
  return Object.fromEntries(given.map(([name, text]) => [name, text?.normalize('NFC') ?? null]));
}

/** The profile of a new user: what is absent is null. */
export function wholeProfile(dto: ProfileDto): Profile {
  return { displayName: null, firstName: null, lastName: null, locale: null, ...givenProfile(dto) };
}
