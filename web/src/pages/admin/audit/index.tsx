/** The audit log. */
import { useRouter } from "next/router";

import { AuditLog } from "@/admin/access/AuditLog";
import { queryParam } from "@/admin/urls";
import { adminFrame } from "@/admin/AdminPage";
import type { FramedPage } from "@/pages/_app";

const AuditPage: FramedPage = () => {
  const router = useRouter();
  return (
    <AuditLog
      subject={queryParam(router.query, "subject")}
      before={Number(queryParam(router.query, "before")) || undefined}
      ready={router.isReady}
    />
  );
};

AuditPage.frame = adminFrame;
export default AuditPage;
