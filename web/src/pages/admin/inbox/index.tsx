/** Everything that needs a person. */
import { adminFrame } from "@/admin/AdminPage";
import { InboxView } from "@/admin/inbox/InboxView";
import type { FramedPage } from "@/pages/_app";

const InboxPage: FramedPage = () => <InboxView />;

InboxPage.frame = adminFrame;
export default InboxPage;
