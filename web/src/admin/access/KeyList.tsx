/** Keys of programs: which there are, a new one, the end of one. */
import { useState } from "react";

import { answered, api, type Schemas } from "@/api/client";
import { Badge } from "@/components/Badge";
import { Button } from "@/components/Button";
import { EmptyState } from "@/components/states";
import { Table, type Column } from "@/components/Table";
import { NewKey } from "@/admin/access/NewKey";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { Moment } from "@/admin/Moment";
import { OfficePage, Waiting } from "@/admin/OfficePage";
import { useAct, useOffice } from "@/admin/useOffice";

type Key = Schemas["Key"];

export function KeyList() {
  const { value, problem, retry } = useOffice("keys", (signal) => answered(api.GET("/api/keys", { signal })));
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<Key>();
  const acting = useAct();

  async function revoke() {
    if (!revoking) return;
    const path = { key_id: revoking.id };
    const work = () => answered(api.DELETE("/api/keys/{key_id}", { params: { path } }));
    if (!(await acting.act(work, (key) => `The key ${key.label} is revoked.`))) return;
    setRevoking(undefined);
    retry();
  }

  const make = (
    <Button look="primary" onClick={() => setMaking(true)}>
      New key
    </Button>
  );
  return (
    <OfficePage title="Keys" about="By which programs use the API. Only their hashes are kept." actions={value && make}>
      {!value ? (
        <Waiting problem={problem} onRetry={retry} what="keys" />
      ) : value.keys.length === 0 ? (
        <EmptyState title="No key yet">Programs that only read need none, unless reads are closed.</EmptyState>
      ) : (
        <Table caption="Keys, the newest first" columns={columns(setRevoking)} rows={value.keys} rowKey={(key) => key.id} />
      )}
      <NewKey open={making} onClose={() => setMaking(false)} onMade={retry} />
      <ConfirmDialog
        title={`Revoke ${revoking?.label ?? ""}?`}
        verb="Revoke"
        open={revoking !== undefined}
        acting={acting}
        onConfirm={() => void revoke()}
        onClose={() => setRevoking(undefined)}
      >
        <p>Programs that use it are refused at once. A revoked key cannot be brought back.</p>
      </ConfirmDialog>
    </OfficePage>
  );
}

function columns(revoke: (key: Key) => void): readonly Column<Key>[] {
  return [
    { key: "label", head: "For", cell: (key) => key.label },
    { key: "prefix", head: "Begins with", cell: (key) => <code>{key.prefix}</code> },
    { key: "scope", head: "Scope", cell: (key) => <Badge>{key.scope}</Badge> },
    { key: "made", head: "Made", cell: (key) => <Made of={key} /> },
    { key: "used", head: "Last used", cell: (key) => <Moment at={key.last_used_at} /> },
    { key: "state", head: "State", cell: (key) => <KeyState of={key} /> },
    {
      key: "act",
      head: "Act",
      cell: (key) =>
        !key.revoked_at && (
          <Button look="danger" onClick={() => revoke(key)}>
            Revoke<span className="visually-hidden"> {key.label}</span>
          </Button>
        ),
    },
  ];
}

function Made({ of }: { of: Key }) {
  return (
    <>
      <Moment at={of.created_at} /> <span className="soft small">by {of.created_by}</span>
    </>
  );
}

function KeyState({ of }: { of: Key }) {
  if (of.revoked_at) return <Badge>revoked</Badge>;
  if (!of.expires_at) return <Badge tone="good">valid</Badge>;
  const over = new Date(of.expires_at) <= new Date();
  return (
    <>
      <Badge tone={over ? "plain" : "good"}>{over ? "expired" : "valid until"}</Badge> <Moment at={of.expires_at} />
    </>
  );
}
