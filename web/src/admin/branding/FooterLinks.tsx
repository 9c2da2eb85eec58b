/** The links in the footer. */
import { Button } from "@/components/Button";
import { Field } from "@/components/Field";
import type { Link } from "@/admin/branding/draft";
import { useBrandingTexts } from "@/admin/branding/texts";

const MOST = 8;

export function FooterLinks({
  links,
  errors,
  onChange,
}: {
  links: readonly Link[];
  errors: Readonly<Record<string, string>>;
  onChange: (links: readonly Link[]) => void;
}) {
  const texts = useBrandingTexts();
  const change = (at: number, part: Partial<Link>) => onChange(links.map((link, index) => (index === at ? { ...link, ...part } : link)));
  return (
    <fieldset className="checks">
      <legend>{texts.links}</legend>
      {links.map((link, at) => (
        <div key={at} className="admin-columns">
          <Field label={texts.linkLabel(at + 1)} error={errors[`links.${at}.label`]}>
            <input value={link.label} maxLength={60} onInput={(e) => change(at, { label: e.currentTarget.value })} />
          </Field>
          <Field label={texts.linkAddress(at + 1)} error={errors[`links.${at}.url`]}>
            <input value={link.url} maxLength={500} onInput={(e) => change(at, { url: e.currentTarget.value })} />
          </Field>
          <Button onClick={() => onChange(links.filter((_, index) => index !== at))}>{texts.removeLink(at + 1)}</Button>
        </div>
      ))}
      {links.length < MOST && (
        <p>
          <Button onClick={() => onChange([...links, { label: "", url: "" }])}>{texts.addLink}</Button>
        </p>
      )}
    </fieldset>
  );
}
