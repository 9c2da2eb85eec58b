/** Loads the branding, and saves it. */
import { api, unwrap } from "@/api/client";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { BrandingForm } from "@/admin/branding/BrandingForm";
import { useBrandingTexts } from "@/admin/branding/texts";
import { useAdminRemote } from "@/admin/useAdminRemote";

export function BrandingView() {
  const texts = useBrandingTexts();
  const { value, problem, retry } = useAdminRemote("branding", (signal) => unwrap(api.GET("/api/branding", { signal, cache: "no-store" })));
  const actions = (
    <a className="button" href="/" target="_blank" rel="noreferrer">
      {texts.see}
    </a>
  );
  return (
    <AdminPage title={texts.title} about={texts.about} actions={actions}>
      {value ? <BrandingForm state={value} onSaved={retry} /> : <LoadingOrError problem={problem} onRetry={retry} />}
    </AdminPage>
  );
}
