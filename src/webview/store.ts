import { emptyPanelState, reducePanel, type PanelState } from '../shared/panel-state.ts';
import type { ToPanel } from '../shared/protocol.ts';

export interface Store {
  state(): PanelState;
  receive(message: ToPanel): void;
  show(page: PanelState['page']): void;
}

/** Holds the latest state; drawing is the caller's, so that many messages cost one frame. */
export function createStore(): Store {
  let state = emptyPanelState;
  return {
    state: () => state,
    receive(message) {
      state = reducePanel(state, message);
    },
    show(page) {
      state = { ...state, page };
    },
  };
}
