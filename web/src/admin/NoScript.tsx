/** What the back office says without JavaScript: in every language, because nothing chooses one. */
const TEXTS = {
  en: ["The back office needs JavaScript. On the command line, ", " can do the same."],
  es: ["La redacción necesita JavaScript. En la línea de comandos, ", " puede hacer lo mismo."],
} as const;

export function NoScript() {
  return (
    <noscript>
      {Object.entries(TEXTS).map(([language, [before, after]]) => (
        <p key={language} className="card" lang={language}>
          {before}
          <code>python -m app</code>
          {after}
        </p>
      ))}
    </noscript>
  );
}
