/** Who is alerted. */
import { adminFrame } from "@/admin/AdminPage";
import { RouteList } from "@/admin/alerts/RouteList";
import type { FramedPage } from "@/pages/_app";

const AlertsPage: FramedPage = () => <RouteList />;

AlertsPage.frame = adminFrame;
export default AlertsPage;
