/** The weekly letter. */
import { adminFrame } from "@/admin/AdminPage";
import { LetterDesk } from "@/admin/letter/LetterDesk";
import type { FramedPage } from "@/pages/_app";

const LetterPage: FramedPage = () => <LetterDesk />;

LetterPage.frame = adminFrame;
export default LetterPage;
