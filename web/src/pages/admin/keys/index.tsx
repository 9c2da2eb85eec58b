/** Keys of programs. */
import { KeyList } from "@/admin/access/KeyList";
import { officeFrame } from "@/admin/OfficePage";
import type { FramedPage } from "@/pages/_app";

const KeysPage: FramedPage = () => <KeyList />;

KeysPage.frame = officeFrame;
export default KeysPage;
