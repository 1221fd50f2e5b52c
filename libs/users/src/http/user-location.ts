import type { User } from '../user.js';

/** The address of a user for `Location`. */
export function userLocation(publicUrl: string, user: User): string {
  return `${publicUrl}/api/v1/users/${user.id}`;
}
