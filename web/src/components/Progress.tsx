/** A progress bar. Without `of` it only shows that work is in progress. */
export function Progress({ label, done, of }: { label: string; done?: number; of?: number }) {
  return (
    <label className="progress">
      <span className="small soft">{label}</span>
      <progress className="progress__bar" value={of ? done : undefined} max={of} />
    </label>
  );
}
