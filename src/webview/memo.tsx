import { Component, type ComponentChild, type FunctionComponent } from 'preact';

/**
 * A component that is drawn again only when a property's identity changes. Preact offers this in
 * its React layer alone, which would weigh more than the rest of the library; a class is the only
 * way to `shouldComponentUpdate`.
 */
export function memo<P extends object>(Inner: FunctionComponent<P>): FunctionComponent<P> {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const before = Object.entries(this.props);
      return (
        before.length !== Object.keys(next).length ||
        before.some(([key, value]) => !Object.is(value, next[key as keyof P]))
      );
    }
    override render(): ComponentChild {
      return <Inner {...this.props} />;
    }
  }
  return Memo as unknown as FunctionComponent<P>;
}
