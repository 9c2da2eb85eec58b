/** Who can log in. */
import { PeopleView } from "@/admin/access/PeopleView";
import { adminFrame } from "@/admin/AdminPage";
import type { FramedPage } from "@/pages/_app";

const PeoplePage: FramedPage = () => <PeopleView />;

PeoplePage.frame = adminFrame;
export default PeoplePage;
