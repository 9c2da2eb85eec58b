/** The town's categories and their rules. */
import { adminFrame } from "@/admin/AdminPage";
import { CategoryRules } from "@/admin/categories/CategoryRules";
import type { FramedPage } from "@/pages/_app";

const CategoriesPage: FramedPage = () => <CategoryRules />;

CategoriesPage.frame = adminFrame;
export default CategoriesPage;
