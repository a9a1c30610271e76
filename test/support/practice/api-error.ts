/** Error answers in the shape of the API: `{"error": {message, type, param, code}}`. */

export interface ApiError {
  readonly status: number;
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}

export function apiError(
  status: number,
  message: string,
  details: { readonly type?: string; readonly param?: string; readonly code?: string } = {},
): ApiError {
  return {
    status,
    message,
    type: details.type ?? (status >= 500 ? 'server_error' : 'invalid_request_error'),
    param: details.param ?? null,
    code: details.code ?? null,
  };
}

export function errorBody(error: ApiError): string {
  const { message, type, param, code } = error;
  return JSON.stringify({ error: { message, type, param, code } });
}
