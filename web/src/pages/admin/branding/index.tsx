/** What the page is called and how it looks. */
import { adminFrame } from "@/admin/AdminPage";
import { BrandingView } from "@/admin/branding/BrandingView";
import type { FramedPage } from "@/pages/_app";

const BrandingPage: FramedPage = () => <BrandingView />;

BrandingPage.frame = adminFrame;
export default BrandingPage;
