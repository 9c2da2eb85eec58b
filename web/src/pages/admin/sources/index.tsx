/** One source: `/admin/sources/?id=1`; without an id, a new one. */
import { useRouter } from "next/router";

import { asked } from "@/admin/addresses";
import { OfficePage, officeFrame } from "@/admin/OfficePage";
import { NewSource } from "@/admin/sources/NewSource";
import { SourceView } from "@/admin/sources/SourceView";
import { EmptyState } from "@/components/states";
import type { FramedPage } from "@/pages/_app";

const SourcePage: FramedPage = () => {
  const router = useRouter();
  const id = asked(router.query, "id");
  if (id === undefined) return <NewSource />;
  if (!/^[1-9]\d{0,8}$/.test(id))
    return (
      <OfficePage title="Source">
        <EmptyState title="There is no such source">The link is not whole.</EmptyState>
      </OfficePage>
    );
  return <SourceView key={id} id={Number(id)} />;
};

SourcePage.frame = officeFrame;
export default SourcePage;
