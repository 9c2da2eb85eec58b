/** Adds a source from its address (`/admin/sources/find/`). */
import { adminFrame } from "@/admin/AdminPage";
import { FindSource } from "@/admin/discovery/FindSource";
import type { FramedPage } from "@/pages/_app";

const FindPage: FramedPage = () => <FindSource />;

FindPage.frame = adminFrame;
export default FindPage;
