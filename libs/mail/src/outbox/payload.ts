/** The use of the key that seals what messages hold. Never changed: what waits in outboxes was sealed under it. */
export const payloadPurpose = 'mail-payload';
