/** A service that calls in its own name and not in that of a user. */
export interface ServiceCaller {
  readonly id: string;
  readonly name: string;
}

/** Who knows the credentials of services. */
export abstract class ServiceClientVerifier {
  /**
   * @param id as it was sent, of whatever form
   * @returns null if there is no such client, the secret is another, or the credential was revoked
   */
  abstract verify(id: string, secret: string): Promise<ServiceCaller | null>;
}
