/** The ways in which a site publishes, to choose one from, and the button that adds it. */
import { useState } from "react";

import { useUniqueId } from "@/components/useUniqueId";
import type { Schemas } from "@/api/client";
import { AddFound } from "@/admin/discovery/AddFound";
import { Asked } from "@/admin/discovery/Asked";
import { CandidateFacts } from "@/admin/discovery/CandidateFacts";
import { CorrectRecipe } from "@/admin/discovery/CorrectRecipe";
import type { Candidate, Findings } from "@/admin/discovery/findings";
import { useFocus } from "@/admin/discovery/useFocus";
import type { RulesDraft } from "@/admin/sources/rules";
import { usePlatforms, type Platform } from "@/admin/sources/usePlatforms";
import { useOffice } from "@/language/office";
import { useDiscoveryTexts } from "@/language/office/discovery";

export function Choice({
  taskId,
  findings,
  rules,
  onAdded,
}: {
  taskId: string;
  findings: Findings;
  rules: RulesDraft;
  onAdded: (added: Schemas["AddedSource"]) => void;
}) {
  const texts = useDiscoveryTexts();
  const [choice, setChoice] = useState(0);
  const [corrected, setCorrected] = useState<Readonly<Record<number, Schemas["Recipe"]>>>({});
  const platforms = usePlatforms().value ?? [];
  const heading = useFocus<HTMLHeadingElement>();
  const candidate = findings.candidates[choice];
  if (!candidate) return null;
  return (
    <section className="card stack" aria-labelledby="found">
      <h2 id="found" ref={heading} tabIndex={-1}>
        {texts.found}
      </h2>
      <p className="soft break">
        {findings.title && `${findings.title}, `}
        {findings.url}
      </p>
      {findings.candidates.length > 1 && (
        <Candidates candidates={findings.candidates} choice={choice} onChoose={setChoice} platforms={platforms} />
      )}
      <CandidateFacts candidate={{ ...candidate, recipe: corrected[choice] ?? candidate.recipe }} title={titleOf(platforms, candidate)} language={findings.language} />
      {candidate.platform === "cards" && (
        <CorrectRecipe key={`recipe ${choice}`} candidate={candidate} onRecipe={(recipe) => setCorrected((before) => ({ ...before, [choice]: recipe }))} />
      )}
      <Asked lines={findings.asked} />
      <AddFound
        key={choice}
        taskId={taskId}
        choice={choice}
        findings={findings}
        candidate={candidate}
        rules={rules}
        recipe={corrected[choice]}
        onAdded={onAdded}
      />
    </section>
  );
}

function Candidates({
  candidates,
  choice,
  onChoose,
  platforms,
}: {
  candidates: readonly Candidate[];
  choice: number;
  onChoose: (choice: number) => void;
  platforms: readonly Platform[];
}) {
  const office = useOffice();
  const texts = useDiscoveryTexts();
  const group = useUniqueId();
  return (
    <fieldset className="checks">
      <legend>{texts.ways(candidates.length)}</legend>
      {candidates.map((candidate, index) => (
        <label key={index} className="check">
          <input type="radio" name={group} checked={index === choice} onChange={() => onChoose(index)} />
          <span className="break">
            {titleOf(platforms, candidate)}, {texts.upcoming(candidate.upcoming)}
            <span className="soft small"> ({office.fromServer(candidate.reason)})</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function titleOf(platforms: readonly Platform[], { platform }: Candidate): string {
  return platforms.find(({ name }) => name === platform)?.title ?? platform;
}
