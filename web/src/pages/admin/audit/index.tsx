/** Who did what. */
import { useRouter } from "next/router";

import { AuditLog } from "@/admin/access/AuditLog";
import { asked } from "@/admin/addresses";
import { officeFrame } from "@/admin/OfficePage";
import type { FramedPage } from "@/pages/_app";

const AuditPage: FramedPage = () => {
  const router = useRouter();
  return (
    <AuditLog
      subject={asked(router.query, "subject")}
      before={Number(asked(router.query, "before")) || undefined}
      ready={router.isReady}
    />
  );
};

AuditPage.frame = officeFrame;
export default AuditPage;
