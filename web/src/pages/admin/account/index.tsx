/** The own account. */
import { OwnAccount } from "@/admin/access/OwnAccount";
import { adminFrame } from "@/admin/AdminPage";
import type { FramedPage } from "@/pages/_app";

const AccountPage: FramedPage = () => <OwnAccount />;

AccountPage.frame = adminFrame;
export default AccountPage;
