/** Who can log in: roles, sessions, invitations. */
import { useState } from "react";

import { api, unwrap, type Schemas } from "@/api/client";
import { Badge } from "@/components/Badge";
import { Button } from "@/components/Button";
import { Table, type Column } from "@/components/Table";
import { ActionError, AdminPage, LoadingOrError } from "@/admin/AdminPage";
import { InvitationTable } from "@/admin/access/InvitationTable";
import { InvitePerson } from "@/admin/access/InvitePerson";
import { PersonSessions } from "@/admin/access/PersonSessions";
import { RoleSelect } from "@/admin/access/RoleSelect";
import { ConfirmDialog } from "@/admin/ConfirmDialog";
import { Timestamp } from "@/admin/Timestamp";
import { useAction } from "@/admin/useAction";
import { useAdminRemote } from "@/admin/useAdminRemote";
import { usePeopleTexts, type PeopleTexts } from "@/language/office/people";

type Person = Schemas["Person"];

export function PeopleView() {
  const texts = usePeopleTexts();
  const { value, problem, retry } = useAdminRemote("people", (signal) => unwrap(api.GET("/api/people", { signal })));
  const [inviting, setInviting] = useState(false);
  const [removing, setRemoving] = useState<Person>();
  const [openPerson, setOpenPerson] = useState<number>();
  const roleAction = useAction();
  const removal = useAction();

  async function setRole(person: Person, scope: Schemas["Scope"]) {
    const params = { path: { person_id: person.id } };
    const work = () => unwrap(api.PATCH("/api/people/{person_id}", { params, body: { scope } }));
    await roleAction.run(work, texts.changed(person.name, texts.roles[scope]));
    retry();
  }
  async function remove() {
    if (!removing) return;
    const params = { path: { person_id: removing.id } };
    await removal.run(async () => {
      await unwrap(api.DELETE("/api/people/{person_id}", { params }));
      setRemoving(undefined);
      retry();
    }, texts.removed(removing.name));
  }

  const invite = (
    <Button look="primary" onClick={() => setInviting(true)}>
      {texts.invite}
    </Button>
  );
  return (
    <AdminPage title={texts.title} about={texts.about} actions={value && invite}>
      <ActionError problem={roleAction.problem} />
      {value ? (
        <>
          <Table
            caption={texts.caption}
            columns={columns(texts, { setRole: (person, scope) => void setRole(person, scope), open: (person) => setOpenPerson(person.id), remove: setRemoving })}
            rows={value.people}
            rowKey={(person) => person.id}
          />
          <p className="soft small">{texts.rolesHint}</p>
          <InvitationTable invitations={value.invitations} onWithdrawn={retry} />
        </>
      ) : (
        <LoadingOrError problem={problem} onRetry={retry} />
      )}
      <InvitePerson open={inviting} onClose={() => setInviting(false)} onInvited={retry} />
      <PersonSessions person={value?.people.find((person) => person.id === openPerson)} onClose={() => setOpenPerson(undefined)} onEnded={retry} />
      <ConfirmDialog
        title={texts.removeTitle(removing?.name ?? "")}
        verb={texts.remove}
        open={removing !== undefined}
        action={removal}
        onConfirm={() => void remove()}
        onClose={() => setRemoving(undefined)}
      >
        <p>{texts.removeText}</p>
      </ConfirmDialog>
    </AdminPage>
  );
}

type Acts = {
  setRole: (person: Person, scope: Schemas["Scope"]) => void;
  open: (person: Person) => void;
  remove: (person: Person) => void;
};

function columns(texts: PeopleTexts, acts: Acts): readonly Column<Person>[] {
  return [
    {
      key: "name",
      head: texts.name,
      cell: (person) => (
        <>
          {person.name}
          {person.email && <span className="soft small break"> {person.email}</span>} {person.two_step && <Badge tone="good">{texts.hasTwoStep}</Badge>}
        </>
      ),
    },
    {
      key: "role",
      head: texts.role,
      cell: (person) => (
        <RoleSelect className="input" aria-label={texts.roleOf(person.name)} value={person.scope} onChange={(scope) => acts.setRole(person, scope)} />
      ),
    },
    { key: "login", head: texts.lastLogin, cell: (person) => <Timestamp at={person.last_login_at} fallback={texts.never} /> },
    {
      key: "actions",
      head: texts.actions,
      cell: (person) => (
        <div className="row">
          <Button onClick={() => acts.open(person)}>
            {texts.sessions(person.sessions.length)}
            <span className="visually-hidden"> {person.name}</span>
          </Button>
          <Button look="danger" onClick={() => acts.remove(person)}>
            {texts.remove}
            <span className="visually-hidden"> {person.name}</span>
          </Button>
        </div>
      ),
    },
  ];
}
