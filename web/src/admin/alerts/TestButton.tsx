/** Sends a test message on a route, and says whether that worked. */
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Button } from "@/components/Button";
import { ActionError } from "@/admin/AdminPage";
import { useAction } from "@/admin/useAction";
import { useOffice } from "@/language/office";
import { useRouteTexts } from "@/language/office/routes";

export function TestButton({ route, onDone }: { route: Schemas["AlertRoute"]; onDone: () => void }) {
  const office = useOffice();
  const texts = useRouteTexts();
  const action = useAction();
  const [failed, setFailed] = useState<string>();

  async function test() {
    setFailed(undefined);
    const path = { route_id: route.id };
    const work = () => unwrap(api.POST("/api/alerts/routes/{route_id}/test", { params: { path } }));
    const said = await action.run(work, (tried) => (tried.sent ? texts.tested(route.target) : ""));
    if (said && !said.sent) setFailed(texts.notSent(office.fromServer(said.error ?? "")));
    if (said) onDone();
  }

  return (
    <>
      <Button disabled={action.busy} onClick={() => void test()}>
        {texts.test}
        <span className="visually-hidden"> {`${route.person}, ${route.target}`}</span>
      </Button>
      {failed && (
        <p className="form-error" role="alert">
          {failed}
        </p>
      )}
      <ActionError problem={action.problem} />
    </>
  );
}
