/** What is on. */
export default function Home() {
  return <h1>What is on</h1>;
}
