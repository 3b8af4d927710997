/** The API alone knows how it runs. One that does not say so is taken to be in production. */
export function isGalleryShown(health: unknown): boolean {
  if (typeof health !== 'object' || health === null || !('environment' in health)) {
    return false;
  }
  return health.environment === 'development' || health.environment === 'test';
}
