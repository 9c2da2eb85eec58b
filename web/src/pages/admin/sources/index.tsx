/** One source (`/admin/sources/?id=1`), or the form to enter one. */
import { useRouter } from "next/router";

import { queryParam } from "@/admin/urls";
import { AdminPage, adminFrame } from "@/admin/AdminPage";
import { NewSource } from "@/admin/sources/forms";
import { SourceView } from "@/admin/sources/SourceView";
import { EmptyState } from "@/components/states";
import type { FramedPage } from "@/pages/_app";
import { useSourceTexts } from "@/language/office/sources";

const SourcePage: FramedPage = () => {
  const router = useRouter();
  const texts = useSourceTexts();
  const id = queryParam(router.query, "id");
  if (id === undefined) return <NewSource />;
  if (!/^[1-9]\d{0,8}$/.test(id))
    return (
      <AdminPage title={texts.one}>
        <EmptyState title={texts.notFound}>{texts.incompleteLink}</EmptyState>
      </AdminPage>
    );
  return <SourceView key={id} id={Number(id)} />;
};

SourcePage.frame = adminFrame;
export default SourcePage;
