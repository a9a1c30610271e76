import { useState } from 'preact/hooks';

import type { Question } from '../../shared/events.ts';
import type { QuestionEntry } from '../../shared/view-entries.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import type { Post } from '../vs-code.ts';

/** The model's questions: a click answers a single one, several are answered together. */
export function QuestionCard({ entry, post }: { entry: QuestionEntry; post: Post }) {
  const { questions, answers, cancelled } = entry;
  const [given, setGiven] = useState<readonly string[]>(questions.map(() => ''));
  if (answers || cancelled) return <Answered questions={questions} answers={answers ?? []} />;
  const send = (all: readonly string[]) => {
    post({ type: 'answer', callId: entry.id, answers: all });
  };
  const give = (index: number, answer: string) => given.with(index, answer);
  return (
    <section class="card attention" aria-label="Question">
      {questions.map((question, index) => (
        <QuestionField
          key={index}
          question={question}
          answer={given[index] ?? ''}
          onAnswer={(answer) => {
            setGiven(give(index, answer));
          }}
          onChoose={(answer) => {
            if (questions.length === 1) send([answer]);
            else setGiven(give(index, answer));
          }}
          onEnter={() => {
            if (given.every((answer) => answer.trim() !== '')) send(given);
          }}
        />
      ))}
      <div class="buttons">
        <Button
          primary
          disabled={given.some((answer) => answer.trim() === '')}
          onClick={() => {
            send(given);
          }}
        >
          Answer
        </Button>
      </div>
    </section>
  );
}

interface QuestionFieldProps {
  readonly question: Question;
  readonly answer: string;
  readonly onAnswer: (answer: string) => void;
  readonly onChoose: (answer: string) => void;
  readonly onEnter: () => void;
}

function QuestionField(props: QuestionFieldProps) {
  const { question, answer } = props;
  const options = question.options ?? [];
  return (
    <fieldset class="question">
      <legend>
        <Icon name="question" />
        <span>{question.question}</span>
      </legend>
      <div class="options">
        {options.map((option) => (
          <button
            key={option}
            type="button"
            class="button option"
            aria-pressed={answer === option}
            onClick={() => {
              props.onChoose(option);
            }}
          >
            {option}
          </button>
        ))}
      </div>
      <input
        type="text"
        aria-label={`Answer: ${question.question}`}
        placeholder={options.length > 0 ? 'Something else' : 'Your answer'}
        value={options.includes(answer) ? '' : answer}
        onInput={(event) => {
          props.onAnswer(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.isComposing) props.onEnter();
        }}
      />
    </fieldset>
  );
}

function Answered(props: { questions: readonly Question[]; answers: readonly string[] }) {
  return (
    <dl class="answered">
      {props.questions.map(({ question }, index) => (
        <div key={index}>
          <dt>{question}</dt>
          <dd>{props.answers[index] ?? 'Not answered'}</dd>
        </div>
      ))}
    </dl>
  );
}
