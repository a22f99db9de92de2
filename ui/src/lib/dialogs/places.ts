/** The places that can say more about a problem than its cause alone (`problem-PLACE-SOURCE-CODE` in problems.ftl). */
export type ProblemPlace = 'sign-in' | 'password' | 'invite' | 'device' | 'near';
