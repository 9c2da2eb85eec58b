/** Where the link of an invitation leads. Its token is behind the `#`, so that no server logs it, and leaves the address bar at once. */
import { useEffect, useState } from "react";

import { AcceptInvitation } from "@/admin/access/AcceptInvitation";
import { LoginFrame } from "@/admin/LoginFrame";
import { useLanguage } from "@/language/languages";
import type { FramedPage } from "@/pages/_app";

const InvitationPage: FramedPage = () => {
  const language = useLanguage();
  const [token, setToken] = useState<string>();
  useEffect(() => {
    setToken(window.location.hash.slice(1));
    window.history.replaceState(window.history.state, "", window.location.pathname);
  }, []);
  return (
    <div lang={language}>
      <AcceptInvitation token={token} />
    </div>
  );
};

InvitationPage.frame = (page) => <LoginFrame title={(texts) => texts.login.invitation}>{page}</LoginFrame>;
export default InvitationPage;
