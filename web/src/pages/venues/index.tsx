/** A venue, or all of them. */
export default function VenuePage() {
  return <h1>Venues</h1>;
}
