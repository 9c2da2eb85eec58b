/** Addresses of the venues' pages. */
export function placeUrl(id: number): string {
  return `/admin/venues/?id=${id}`;
}
