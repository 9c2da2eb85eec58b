/** Who is alerted: routes to list, add, change, test, and remove. */
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { nameOf, RouteFacts } from "@/admin/alerts/RouteFacts";
import { RouteForm } from "@/admin/alerts/RouteForm";
import { TestButton } from "@/admin/alerts/TestButton";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { useRouteTexts } from "@/language/office/routes";

type Route = Schemas["AlertRoute"];

export function RouteList() {
  const texts = useRouteTexts();
  const { value, problem, retry } = useAdminRemote("alert routes", (signal) => unwrap(api.GET("/api/alerts/routes", { signal })));
  const [editing, setEditing] = useState<Route | "new">();
  const [removing, setRemoving] = useState<Route>();
  const action = useAction();

  async function remove() {
    if (!removing) return;
    const path = { route_id: removing.id };
    const work = async () => {
      await unwrap(api.DELETE("/api/alerts/routes/{route_id}", { params: { path } }));
      return true;
    };
    if (!(await action.run(work, texts.removed))) return;
    setRemoving(undefined);
    retry();
  }

  const add = (
    <Button look="primary" onClick={() => setEditing("new")}>
      {texts.add}
    </Button>
  );
  return (
    <AdminPage title={texts.title} about={texts.about} actions={value && add}>
      {value && !value.mail_is_set && value.routes.some((one) => one.channel === "email") && <p className="notice">{texts.noMail}</p>}
      {!value ? (
        <LoadingOrError problem={problem} onRetry={retry} />
      ) : value.routes.length === 0 ? (
        <EmptyState title={texts.none}>{texts.noneText}</EmptyState>
      ) : (
        <ul className="panels" role="list" aria-label={texts.caption}>
          {value.routes.map((route) => (
            <li key={route.id} className="card stack">
              <RouteFacts route={route} />
              <div className="row">
                <TestButton route={route} onDone={retry} />
                <Button onClick={() => setEditing(route)}>
                  {texts.change}
                  <Hidden route={route} />
                </Button>
                <Button look="danger" onClick={() => setRemoving(route)}>
                  {texts.remove}
                  <Hidden route={route} />
                </Button>
              </div>
            </li>
          ))}
        </ul>
      )}
      <RouteForm route={editing} mailIsSet={value?.mail_is_set ?? true} onClose={() => setEditing(undefined)} onDone={retry} />
      <ConfirmDialog
        title={texts.removeTitle(removing ? nameOf(removing) : "")}
        verb={texts.remove}
        open={removing !== undefined}
        action={action}
        onConfirm={() => void remove()}
        onClose={() => setRemoving(undefined)}
      >
        <p>{texts.removeText}</p>
      </ConfirmDialog>
    </AdminPage>
  );
}

function Hidden({ route }: { route: Route }) {
  return <span className="visually-hidden"> {`${nameOf(route)}, ${route.target}`}</span>;
}
