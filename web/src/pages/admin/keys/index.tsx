/** API keys. */
import { KeyList } from "@/admin/access/KeyList";
import { adminFrame } from "@/admin/AdminPage";
import type { FramedPage } from "@/pages/_app";

const KeysPage: FramedPage = () => <KeyList />;

KeysPage.frame = adminFrame;
export default KeysPage;
